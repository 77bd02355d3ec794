import type { AppClient } from '../clients/app-clients';
import type { User } from '../users/user';

/** A registration that has begun. */
export interface PasskeyRegistration {
  readonly user: User;
  readonly client: AppClient;
}
