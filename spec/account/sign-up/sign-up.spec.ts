import { inspect } from 'node:util';
import { firstValueFrom } from 'rxjs';
import { signUp$ } from '../../../src/account';
import type { SignUpInput } from '../../../src/account';
import { createFakeAuth, outcomeOf, refusalOf, SIGNED_IN } from '../fake-auth';

const INPUT: SignUpInput = { username: 'ada', password: 'Passw0rd!' };
const CONFIRMED = { UserConfirmed: true, UserSub: 'ada-sub' };

describe('signUp$', () => {
  it('sends what it is given, and nothing that it is not', async () => {
    const auth = createFakeAuth([{}, {}]);
    await outcomeOf(signUp$(auth, { username: ' Ädä 👩‍🚀 ' }));
    await outcomeOf(
      signUp$(auth, {
        ...INPUT,
        userAttributes: { email: 'ada@example.com', 'custom:team': '' },
        validationData: { coupon: 'c0ffee' },
        clientMetadata: { from: 'spec' },
      }),
    );
    expect(auth.calls.map(({ input }) => input)).toEqual([
      { ClientId: 'client-id', Username: ' Ädä 👩‍🚀 ' },
      {
        ClientId: 'client-id',
        Username: 'ada',
        Password: 'Passw0rd!',
        UserAttributes: [
          { Name: 'email', Value: 'ada@example.com' },
          { Name: 'custom:team', Value: '' },
        ],
        ValidationData: [{ Name: 'coupon', Value: 'c0ffee' }],
        ClientMetadata: { from: 'spec' },
      },
    ]);
  });

  it('says where the code went', async () => {
    const auth = createFakeAuth([
      {
        UserConfirmed: false,
        UserSub: 'ada-sub',
        Session: 'session-1',
        CodeDeliveryDetails: { Destination: 'a***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
      },
    ]);
    expect(await outcomeOf(signUp$(auth, { ...INPUT, autoSignIn: true }))).toEqual({
      values: [
        {
          isSignUpComplete: false,
          userId: 'ada-sub',
          nextStep: {
            signUpStep: 'CONFIRM_SIGN_UP',
            codeDeliveryDetails: {
              destination: 'a***@e***',
              deliveryMedium: 'EMAIL',
              attributeName: 'email',
            },
          },
        },
      ],
    });
  });

  it('says that no code went anywhere, where the pool sends none', async () => {
    const auth = createFakeAuth([{ UserConfirmed: false }]);
    const { values } = await outcomeOf(signUp$(auth, INPUT));
    expect(values).toEqual([
      { isSignUpComplete: false, nextStep: { signUpStep: 'CONFIRM_SIGN_UP', codeDeliveryDetails: {} } },
    ]);
  });

  it.each([{}, { Session: 'session-1' }])(
    'is done where a trigger confirms the user, and nobody asked for more: %j (R75)',
    async (handle) => {
      const auth = createFakeAuth([{ ...CONFIRMED, ...handle }]);
      expect(await outcomeOf(signUp$(auth, INPUT))).toEqual({
        values: [{ isSignUpComplete: true, userId: 'ada-sub', nextStep: { signUpStep: 'DONE' } }],
      });
    },
  );

  it.each([true, { clientMetadata: { from: 'spec' } }] as const)(
    'offers a sign-in by the handle to whom has no password, where that is asked for, by %p (R75)',
    async (autoSignIn) => {
      const auth = createFakeAuth([{ ...CONFIRMED, Session: 'session-1' }]);
      const result = await firstValueFrom(signUp$(auth, { username: 'ada', autoSignIn }));
      expect(result).toMatchObject({
        isSignUpComplete: true,
        nextStep: { signUpStep: 'COMPLETE_AUTO_SIGN_IN' },
      });
      expect(auth.calls).toHaveLength(1);
      expect(await outcomeOf(result.autoSignIn$!)).toEqual({ values: [SIGNED_IN] });
      const options = autoSignIn === true ? {} : autoSignIn;
      expect(auth.calls[1]).toMatchObject({
        member: 'signIn$',
        input: { ...options, username: 'ada', authFlowType: 'USER_AUTH', session: 'session-1' },
      });
    },
  );

  it.each([
    [true, {}],
    [true, { Session: 'session-1' }],
    [{ clientMetadata: { from: 'spec' } }, {}],
  ] as const)(
    'offers a sign-in by the password where that is asked for, by %p, whatever else there is: %j (R75)',
    async (autoSignIn, handle) => {
      const auth = createFakeAuth([{ ...CONFIRMED, ...handle }]);
      const { autoSignIn$, nextStep } = await firstValueFrom(signUp$(auth, { ...INPUT, autoSignIn }));
      expect(nextStep).toEqual({ signUpStep: 'COMPLETE_AUTO_SIGN_IN' });
      expect(await outcomeOf(autoSignIn$!)).toEqual({ values: [SIGNED_IN] });
      const options = autoSignIn === true ? {} : autoSignIn;
      expect(auth.calls[1]?.input).toEqual({ ...options, ...INPUT });
    },
  );

  it.each([
    ['there is no password', { username: 'ada', autoSignIn: true }, {}],
    ['it shall not be', { ...INPUT, autoSignIn: false }, { Session: 'session-1' }],
    ['the handle is empty', { username: 'ada', autoSignIn: true }, { Session: '' }],
    ['the handle is no text', { username: 'ada', autoSignIn: true }, { Session: 7 }],
  ])('offers no sign-in where %s', async (_what, input, answer) => {
    const auth = createFakeAuth([{ ...CONFIRMED, ...answer }]);
    const result = await firstValueFrom(signUp$(auth, input));
    expect(result.nextStep).toEqual({ signUpStep: 'DONE' });
    expect(result).not.toHaveProperty('autoSignIn$');
  });

  it('shows neither the password nor the handle in its result (R43)', async () => {
    const auth = createFakeAuth([{ ...CONFIRMED, Session: 'c4nary-session' }, CONFIRMED]);
    const input = { username: 'ada', autoSignIn: true };
    const results = [
      await firstValueFrom(signUp$(auth, input)),
      await firstValueFrom(signUp$(auth, { ...input, password: 'c4nary-password' })),
    ];
    expect(results.map(({ nextStep }) => nextStep.signUpStep)).toEqual([
      'COMPLETE_AUTO_SIGN_IN',
      'COMPLETE_AUTO_SIGN_IN',
    ]);
    expect(inspect(results, { depth: 9, showHidden: true })).not.toContain('c4nary');
  });

  it.each([
    ['username', { username: '' }],
    ['username', { username: ' \t' }],
    ['username', { username: 'a'.repeat(129) }],
    ['password', { ...INPUT, password: '' }],
    ['password', { ...INPUT, password: 'p'.repeat(257) }],
    ['userAttributes', { ...INPUT, userAttributes: 'email' }],
    ['userAttributes', { ...INPUT, userAttributes: [] }],
    ['userAttributes', { ...INPUT, userAttributes: { email: 7 } }],
    ['userAttributes', { ...INPUT, userAttributes: { email: 'x'.repeat(2_049) } }],
    ['validationData', { ...INPUT, validationData: null }],
    ['clientMetadata', { ...INPUT, clientMetadata: { a: undefined } }],
  ])('refuses what %s cannot be, before asking (R42)', async (argument, input) => {
    const auth = createFakeAuth();
    const refused = await refusalOf(signUp$(auth, input as never));
    expect(refused).toMatchObject({
      kind: 'validation',
      message: expect.stringContaining(`The argument ${argument} is not`),
    });
    expect(auth.calls).toEqual([]);
  });

  it('takes a name of an attribute for no prototype (R39)', async () => {
    const auth = createFakeAuth([{}]);
    const userAttributes = JSON.parse('{"__proto__":"x"}') as Record<string, string>;
    await outcomeOf(signUp$(auth, { ...INPUT, userAttributes }));
    expect(auth.calls[0]?.input).toMatchObject({ UserAttributes: [{ Name: '__proto__', Value: 'x' }] });
  });
});
