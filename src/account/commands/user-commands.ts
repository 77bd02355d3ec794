import { DeleteUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { DeleteUserCommandInput } from '@aws-sdk/client-cognito-identity-provider';

// The command that deletes a user: a chunk that is loaded when the first of them is sent. An import() of the SDK itself would bring
// all of it along; classes that are only passed on would be hoisted out of the chunk by bundlers.

/** Builds `DeleteUser`. */
export const deleteUser = (input: DeleteUserCommandInput): DeleteUserCommand => new DeleteUserCommand(input);
