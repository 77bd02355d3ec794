import type { SignInInput } from '../../flows/sign-in/input';
import type { PendingChallenge } from '../../model/pending-challenge';
import type { Attempt } from '../../model/situation';

/** What a sign-in is at, besides its attempt. */
export interface Course {
  readonly attempt: Attempt;
  from: string | undefined;
  readonly username: string;
  readonly clientMetadata: SignInInput['clientMetadata'];
  /** What was typed last: it stands in no error. */
  readonly secrets: readonly string[];
  /** The challenge that can be answered again, should what is under way fail. */
  open?: PendingChallenge | undefined;
}

/** Returns what of some values is text: they are what was typed. */
export const textsOf = (...values: readonly unknown[]): readonly string[] =>
  values.filter((value): value is string => typeof value === 'string');
