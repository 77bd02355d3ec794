import type { AppClient } from '../clients/app-clients';
import type { User } from '../users/user';

/** A sign-up that may go over into a sign-in without asking for anything again. */
export interface SignUpSession {
  readonly user: User;
  readonly client: AppClient;
  /** Whether the code was brought back, so that its bearer may sign in. */
  readonly isConfirmed: boolean;
}
