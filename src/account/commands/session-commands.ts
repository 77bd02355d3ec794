import { ListUserSessionsCommand, RevokeUserSessionCommand } from '@aws-sdk/client-cognito-identity-provider';
import type {
  ListUserSessionsCommandInput,
  RevokeUserSessionCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';

// The commands of sessions: a chunk that is loaded when the first of them is sent. An import() of the SDK itself would bring
// all of it along; classes that are only passed on would be hoisted out of the chunk by bundlers.

/** Builds `ListUserSessions`. */
export const listUserSessions = (input: ListUserSessionsCommandInput): ListUserSessionsCommand =>
  new ListUserSessionsCommand(input);

/** Builds `RevokeUserSession`. */
export const revokeUserSession = (input: RevokeUserSessionCommandInput): RevokeUserSessionCommand =>
  new RevokeUserSessionCommand(input);
