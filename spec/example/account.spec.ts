import { USERS } from '../../examples/server/pool';
import { BUILD_LIMIT_MS, openTheatre } from './stage';
import type { Screen, Stage, Theatre } from './stage';

const DORA = { username: 'dora', password: 'a few good words' };

describe('an account in the example application', () => {
  let theatre: Theatre;
  let stage: Stage;

  beforeAll(async () => {
    theatre = await openTheatre();
  }, BUILD_LIMIT_MS);

  afterAll(() => theatre.close());

  beforeEach(async () => {
    stage = await theatre.createStage();
  });

  afterEach(() => stage.close());

  const signUp = async (screen: Screen): Promise<void> => {
    await screen.goTo('/');
    await screen.link('Create an account').click();
    await screen.shows('Create an account');
    await screen.fill({
      'User name': DORA.username,
      'E-mail address': 'dora@example.com',
      Password: DORA.password,
    });
    await screen.button('Create the account').click();
    await screen.shows('Confirm your account');
  };

  it('is made, and its code signs in: no password is sent again (#14)', async () => {
    const screen = await stage.openScreen(await stage.openDevice());
    await signUp(screen);
    const status = stage.user('dora')?.status;
    await screen.page.waitForFunction(() => document.activeElement?.id === 'code');

    await screen.fill({ Code: '000000' });
    await screen.button('Confirm and sign in').click();
    await screen.page.getByRole('alert').getByText('The code is not right').waitFor();
    await screen.button('Show the code').click();
    await screen.page.getByText(stage.pool.outbox.latest('dora')?.code ?? '', { exact: true }).waitFor();
    await screen.button('Confirm and sign in').click();

    await screen.shows('Orders');
    expect([status, stage.user('dora')?.status]).toEqual(['UNCONFIRMED', 'CONFIRMED']);
    expect(stage.user('dora')?.attributes['email_verified']).toBe('true');
    expect(stage.pool.requests.list('InitiateAuth')).toMatchObject([{ body: { AuthFlow: 'USER_AUTH' } }]);
    expect(JSON.stringify([...stage.pool.requests].slice(1))).not.toContain(DORA.password);
    expect(stage.liveTokens('dora')).not.toEqual([]);
  });

  it('that was not confirmed yet is, with another code, after the password (#14)', async () => {
    const screen = await stage.openScreen(await stage.openDevice());
    await signUp(screen);
    const first = stage.pool.outbox.latest('dora')?.code;
    await screen.goTo('/');
    await screen.enterPassword(DORA);
    await screen.shows('Confirm your account');

    await screen.button('Send another code').click();
    await screen.text('Another code was sent to d***@e***.').waitFor();
    const second = stage.pool.outbox.latest('dora')?.code ?? '';
    await screen.fill({ Code: second });
    await screen.button('Confirm and sign in').click();

    await screen.shows('Orders');
    expect(second).not.toBe(first);
    expect(stage.user('dora')?.status).toBe('CONFIRMED');
  });

  it('gets a new password for a forgotten one, and asks for the second factor all the same (#14)', async () => {
    const screen = await stage.openScreen(await stage.openDevice());
    await screen.goTo('/');
    await screen.link('Forgotten password?').click();
    await screen.shows('Forgotten password');
    await screen.fill({ 'User name': 'alice' });
    await screen.button('Send the code').click();
    await screen.shows('Choose a new password');
    await screen.text('a***@e***').waitFor();

    const code = stage.pool.outbox.latest('alice')?.code ?? '';
    await screen.fill({ Code: code, 'New password': 'a better horse battery staple' });
    await screen.button('Save and sign in').click();
    await screen.shows('One more step');
    await screen.answer('Code', await stage.nextCode());

    await screen.shows('Orders');
    expect(await stage.answerTo('alice', USERS.alice.password)).toBe('NotAuthorizedException');
    expect(await stage.answerTo('alice', 'a better horse battery staple')).toBe('SOFTWARE_TOKEN_MFA');
  });

  it('that does not exist is not given away by a forgotten password (#14)', async () => {
    const screen = await stage.openScreen(await stage.openDevice());
    await screen.goTo('/forgotten-password');
    await screen.fill({ 'User name': 'nobody' });
    await screen.button('Send the code').click();

    await screen.shows('Choose a new password');
    await screen.text('If there is an account').waitFor();
    expect([...stage.pool.outbox]).toEqual([]);
  });
});
