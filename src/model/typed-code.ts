// Blanks and line ends of every script, and what a copy brings along unseen: zero-width characters, marks of direction.
const UNSEEN = /[\s\p{Cf}]/gu;

/**
 * Returns a code as it was sent, from what was typed or pasted: `123 456` and a code with a line end are meant as the code
 * alone. Codes have no blanks; what else may be wrong with one is for others to judge.
 */
export function codeAsSent(typed: string): string {
  return typed.replace(UNSEEN, '');
}
