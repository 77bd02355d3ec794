import { invalidParameter, notAuthorized, userNotFound } from '../../errors';
import { requireSecretHash, type AppClient } from '../../pool/clients/app-clients';
import {
  aliasExists,
  readAttributes,
  requireConforming,
  requireWritable,
  type Attribute,
} from '../../pool/users/attributes';
import { expiredCode } from '../../pool/messages/codes';
import { mask, sendVerificationCode, type CodeDelivery } from '../../pool/messages/delivery';
import { requireUsername } from '../../pool/users/usernames';
import { requireStrongPassword } from '../../pool/users/password-policy';
import type { Call } from '../../pool/pool';
import type { SignUpSession } from '../../pool/sessions/sign-up-session';
import { awaitTrigger, type PreSignUpResponse } from '../../pool/triggers/triggers';
import type { User } from '../../pool/users/user';
import { flag, optional } from '../../wire/constraint';
import {
  attributeList,
  clientId,
  clientMetadata,
  confirmationCode,
  password,
  secretHash,
  session,
  username,
} from '../members';
import { operation } from '../operation';

/** Adds a user who has yet to be confirmed. */
export const signUp = operation(
  {
    ClientId: clientId,
    SecretHash: secretHash,
    Username: username,
    Password: optional(password),
    UserAttributes: optional(attributeList),
    ClientMetadata: clientMetadata,
  },
  async (input, call) => {
    const { pool } = call;
    const client = pool.clients.get(input.ClientId);
    await requireSecretHash(client, [input.Username], input.SecretHash);
    if (input.Password !== undefined) requireStrongPassword(pool.rules, input.Password);
    else requirePasswordless(call);
    const attributes = readAttributes(input.UserAttributes);
    requireWritable(
      pool,
      client,
      attributes.map(([name]) => name),
    );
    requireComplete(call, input.Username, attributes);
    requireConforming(pool, attributes);
    pool.users.requireFree(input.Username);
    const decision = await askBeforeSignUp(call, client, input.Username, attributes, input.ClientMetadata);
    const user = pool.users.add(
      {
        username: input.Username,
        ...(input.Password !== undefined && { password: input.Password }),
        attributes: Object.fromEntries(attributes),
        status: decision.autoConfirmUser ? 'CONFIRMED' : 'UNCONFIRMED',
      },
      call.now,
      call.random,
    );
    if (decision.autoVerifyEmail) user.attributes.set('email_verified', 'true');
    if (decision.autoVerifyPhone) user.attributes.set('phone_number_verified', 'true');
    if (decision.autoConfirmUser) await announceConfirmation(call, client, user, 'ConfirmSignUp');
    const delivery = decision.autoConfirmUser ? undefined : sendSignUpCode(call, user);
    const session = openSession(call, { user, client, isConfirmed: false });
    return {
      UserConfirmed: decision.autoConfirmUser === true,
      UserSub: user.sub,
      ...(delivery && { CodeDeliveryDetails: delivery }),
      ...(session !== undefined && { Session: session }),
    };
  },
);

/** Confirms a user by the code that was sent, which also verifies the address that it was sent to. */
export const confirmSignUp = operation(
  {
    ClientId: clientId,
    SecretHash: secretHash,
    Username: username,
    ConfirmationCode: confirmationCode,
    ForceAliasCreation: optional(flag()),
    Session: optional(session),
    ClientMetadata: clientMetadata,
  },
  async (input, call) => {
    const { pool } = call;
    const client = pool.clients.get(input.ClientId);
    await requireSecretHash(client, [input.Username], input.SecretHash);
    const user = pool.users.find(input.Username);
    if (!user && client.preventUserExistenceErrors) throw expiredCode();
    if (!user) throw userNotFound();
    if (user.status !== 'UNCONFIRMED') {
      throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
    }
    const address = addressToVerify(call, user);
    const owner = address && pool.users.ownerOfAlias(address, user.attributes.get(address) ?? '', user);
    if (owner && !input.ForceAliasCreation) throw aliasExists(address);
    pool.codes.redeem(user, 'signUp', input.ConfirmationCode, call.now);
    if (owner) owner.attributes.set(`${address}_verified`, 'false');
    if (address) user.attributes.set(`${address}_verified`, 'true');
    user.status = 'CONFIRMED';
    user.modifiedAt = call.now;
    await announceConfirmation(call, client, user, 'ConfirmSignUp', input.ClientMetadata);
    const next = continueSession(call, input.Session, user, client);
    return next === undefined ? {} : { Session: next };
  },
);

// Only a client that may sign in by USER_AUTH has a use for it.
function openSession({ pool, now, random }: Call, signUp: SignUpSession): string | undefined {
  const { client } = signUp;
  if (!client.explicitAuthFlows.includes('ALLOW_USER_AUTH')) return undefined;
  return pool.signUps.open(signUp, now + client.authSessionValidityMs, random);
}

// amplify-js confirms without the session of the sign-up, and signs in by what comes back. A session that is too old by now
// keeps nobody from confirming: the user has to sign in by hand then.
function continueSession(
  call: Call,
  handle: string | undefined,
  user: User,
  client: AppClient,
): string | undefined {
  if (handle === undefined) return openSession(call, { user, client, isConfirmed: true });
  const begun = call.pool.signUps.takeLive(handle, call.now);
  return begun?.user === user && begun.client === client
    ? openSession(call, { user, client, isConfirmed: true })
    : undefined;
}

function requirePasswordless({ pool }: Call): void {
  const isPasswordless = pool.rules.allowedFirstAuthFactors.some((factor) => factor !== 'PASSWORD');
  if (!isPasswordless) throw invalidParameter('Password is required.');
}

async function askBeforeSignUp(
  { pool }: Call,
  client: AppClient,
  userName: string,
  attributes: readonly Attribute[],
  metadata: ReadonlyMap<string, string> = new Map(),
): Promise<PreSignUpResponse> {
  const decision = await awaitTrigger('PreSignUp', () =>
    pool.rules.triggers?.preSignUp?.({
      triggerSource: 'PreSignUp_SignUp',
      userPoolId: pool.id,
      clientId: client.clientId,
      userName,
      userAttributes: Object.fromEntries(attributes),
      clientMetadata: Object.fromEntries(metadata),
    }),
  );
  return decision ?? {};
}

/** Tells the pool's trigger that a user was confirmed. What it throws is answered, and the user stays confirmed. */
export async function announceConfirmation(
  { pool }: Call,
  client: AppClient,
  user: User,
  occasion: 'ConfirmSignUp' | 'ConfirmForgotPassword',
  metadata: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  await awaitTrigger('PostConfirmation', () =>
    pool.rules.triggers?.postConfirmation?.({
      triggerSource: `PostConfirmation_${occasion}`,
      userPoolId: pool.id,
      clientId: client.clientId,
      userName: user.username,
      userAttributes: Object.fromEntries([['sub', user.sub], ...user.attributes]),
      clientMetadata: Object.fromEntries(metadata),
    }),
  );
}

/** Sends another code. */
export const resendConfirmationCode = operation(
  { ClientId: clientId, SecretHash: secretHash, Username: username, ClientMetadata: clientMetadata },
  async (input, call) => {
    const client = call.pool.clients.get(input.ClientId);
    await requireSecretHash(client, [input.Username], input.SecretHash);
    const user = call.pool.users.find(input.Username);
    if (!user && client.preventUserExistenceErrors)
      return { CodeDeliveryDetails: pretendedDelivery(input.Username) };
    if (!user) throw userNotFound();
    if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
    const delivery = sendSignUpCode(call, user);
    if (!delivery) throw invalidParameter('Auto verification not turned on.');
    return { CodeDeliveryDetails: delivery };
  },
);

/** Describes a message that nobody gets, so that a name does not show whether it is taken. */
export function pretendedDelivery(name: string): CodeDelivery {
  return { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: mask(`${name}@example.com`) };
}

function sendSignUpCode(call: Call, user: User): CodeDelivery | undefined {
  const address = addressToVerify(call, user);
  return address && sendVerificationCode(call, user, 'signUp', address);
}

function addressToVerify({ pool }: Call, user: User): 'email' | 'phone_number' | undefined {
  return pool.rules.autoVerifiedAttributes.find((name) => user.attributes.has(name));
}

function requireComplete({ pool }: Call, name: string, attributes: readonly Attribute[]): void {
  requireUsername(pool, name);
  const named = pool.users.namingAttribute(name);
  const given = new Set([...attributes.map(([attribute]) => attribute), named]);
  const missing = pool.rules.requiredAttributes.find((attribute) => !given.has(attribute));
  if (missing !== undefined) {
    throw invalidParameter(`Attributes did not conform to the schema: ${missing}: The attribute is required`);
  }
}
