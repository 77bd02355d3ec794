import { initiateAuth } from './auth';
import { respondToAuthChallenge } from './challenges';
import type { Operation } from './operation';
import { getTokensFromRefreshToken } from './refresh';
import { globalSignOut, revokeToken } from './sign-out';
import { getUser } from './user';

/** The operations that the pool answers, under their names on the wire. */
export const OPERATIONS = {
  InitiateAuth: initiateAuth,
  RespondToAuthChallenge: respondToAuthChallenge,
  GetTokensFromRefreshToken: getTokensFromRefreshToken,
  RevokeToken: revokeToken,
  GlobalSignOut: globalSignOut,
  GetUser: getUser,
} as const satisfies Readonly<Record<string, Operation>>;

/** The name of an operation. */
export type OperationName = keyof typeof OPERATIONS;

/** Tells whether the pool answers an operation of this name. */
export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(OPERATIONS, name);
}
