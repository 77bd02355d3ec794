import { createCurrentSession } from '../../src/machine/current-session';
import type { CurrentSession } from '../../src/machine/current-session';
import { networkError } from '../fakes/fake-errors';
import { fakeSession } from '../fakes/fake-tokens';
import { watch } from '../fakes/marbles';

const session = fakeSession({ serial: '1' });
const renewed = fakeSession({ serial: '2' });

const begun = (): CurrentSession => {
  const current = createCurrentSession();
  current.begin('epoch-1', session);
  return current;
};

describe('createCurrentSession', () => {
  it('begins empty', () => {
    expect(createCurrentSession()).toMatchObject({ epoch: undefined, session: undefined });
  });

  it('takes a session that begins', () => {
    expect(begun()).toMatchObject({ epoch: 'epoch-1', session });
  });

  it('takes new tokens of the session of that epoch', () => {
    const current = begun();
    expect(current.renew(renewed, 'epoch-1')).toBe(true);
    expect(current.session).toBe(renewed);
  });

  it('refuses tokens of another epoch (R1)', () => {
    const current = begun();
    expect(current.renew(renewed, 'epoch-0')).toBe(false);
    expect(current.session).toBe(session);
  });

  it('refuses tokens where the session is over, in whichever epoch (R1)', () => {
    const current = begun();
    current.drop('epoch-2');
    expect([current.renew(renewed, 'epoch-1'), current.renew(renewed, 'epoch-2')]).toEqual([false, false]);
    expect(current.session).toBeUndefined();
  });

  it('lets go of the session, returns it, and tells nobody yet', () => {
    const current = begun();
    const ended = watch(current.ended$);
    expect(current.drop('epoch-2')).toBe(session);
    expect(current).toMatchObject({ epoch: 'epoch-2', session: undefined });
    expect(ended.values).toHaveLength(0);
  });

  it('tells everything in flight why its epoch is over', () => {
    const current = begun();
    const ended = watch(current.ended$);
    const error = networkError();
    current.cutOff(error);
    expect(ended.values).toEqual([error]);
  });
});
