import type { WritingContext } from '../flows/context';
import type { Redaction } from '../model/redact';
import type { CognitoApi } from '../ports/cognito-api';
import type { Locks } from '../ports/environment';
import type { Passkeys } from '../ports/passkeys';
import type { Srp } from '../ports/srp';

/** What everything works with that speaks to the user pool. */
export interface PoolContext extends WritingContext {
  /** Bounded in time; see {@link boundedApi}. */
  readonly api: CognitoApi;
  readonly locks: Locks;
  readonly srp: Srp;
  readonly passkeys: Passkeys;
  /** What a device is called that the pool asks to confirm. */
  readonly deviceName: string;
  /** Hides what is secret in a text of somebody else's, however it may be escaped. */
  readonly redact: Redaction;
  /** What goes along with every refresh, for Lambda triggers. */
  readonly clientMetadata: () => Readonly<Record<string, string>> | undefined;
}
