/** How bad a finding is: `error` makes a sign-out untrue or a session unsafe, `warning` weakens it, `note` is to be known. */
export type FindingSeverity = 'error' | 'warning' | 'note';

/** One thing that was found about a user pool or an app client. Plain data, without any secret. */
export interface Finding {
  /** A name that stays: the anchor of its section in `docs/doctor.md`. */
  readonly id: string;
  readonly severity: FindingSeverity;
  /** The setting, under Cognito's name. */
  readonly setting: string;
  /** The value found. */
  readonly found: string;
  /** Why it matters for a sign-out or a session. */
  readonly why: string;
  /** The command that mends it; for a note, what there is to do. */
  readonly fix: string;
}
