import { createUserPool } from '../../src/emulator';
import { createRandomSource } from '../../src/emulator/crypto/random';
import { Outbox } from '../../src/emulator/pool/messages/outbox';
import { Challenges } from '../../src/emulator/pool/sessions/challenges';
import { RequestLog } from '../../src/emulator/wire/request-log';

const MOST_KEPT = 10_000;

describe('what an emulator that runs for weeks keeps', () => {
  it('are the latest requests (#17)', () => {
    const log = new RequestLog();
    for (let at = 0; at <= MOST_KEPT; at += 1) log.add({ operation: 'GetUser', body: {}, headers: {}, at });

    expect([log.length, log.list()[0]?.call, log.list().at(-1)?.call]).toEqual([MOST_KEPT, 2, MOST_KEPT + 1]);
  });

  it('are the latest messages (#17)', () => {
    const outbox = new Outbox();
    for (let at = 0; at <= MOST_KEPT; at += 1) outbox.push(message(String(at)));

    expect([outbox.length, outbox.latest('0'), outbox.latest()?.username]).toEqual([
      MOST_KEPT,
      undefined,
      String(MOST_KEPT),
    ]);
  });

  it('are the latest challenges (#17)', () => {
    const [challenges, random] = [new Challenges<number>(16), createRandomSource()];
    const handles = Array.from({ length: MOST_KEPT + 1 }, (_, at) => challenges.open(at, 1, random));

    expect(challenges.takeLive(handles[0], 0)).toBeUndefined();
    expect(challenges.takeLive(handles[1], 0)).toBe(1);
  });
});

describe('Outbox', () => {
  it('finds a message by the username and by the address (#17)', () => {
    const { outbox } = createUserPool();
    outbox.push(message('4b2c'));

    expect(outbox.latest('4b2c')).toBe(outbox.latest('4b2c@example.com'));
    expect(outbox.latest('4b2c@example.org')).toBeUndefined();
  });
});

function message(username: string) {
  const destination = `${username}@example.com`;
  return { username, medium: 'EMAIL', destination, code: '123456', purpose: 'signUp', at: 0 } as const;
}
