import type { AppClient } from './app-clients';
import type { User } from './user';

/** A registration that has begun. */
export interface PasskeyRegistration {
  readonly user: User;
  readonly client: AppClient;
}
