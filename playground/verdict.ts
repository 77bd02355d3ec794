/** What the caller of a sign-out was told: that all is over, or that something may be left. */
export type Told = 'ended' | 'open';

/** What a client says. */
export interface Claim {
  readonly isSignedIn: boolean;
  /** The last sign-out of this session. */
  readonly signOut?: { readonly waitedMs: number; readonly told?: Told };
}

/** What is so: by the user pool, and by the storage. */
export interface Facts {
  /** Tokens of this client that the user pool accepts. */
  readonly liveTokens: number;
  readonly storedTokens: number;
}

/** Whether a claim holds, in words. */
export interface Verdict {
  readonly isTrue: boolean;
  readonly words: readonly string[];
}

/** After which a sign-out that has told nothing is held to have hung; longer than the deadline of ours. */
export const PATIENCE_MS = 4_000;

const tokens = (count: number): string => (count === 1 ? '1 token' : `${String(count)} tokens`);

function contradictions(
  { isSignedIn, signOut }: Claim,
  { liveTokens, storedTokens }: Facts,
): readonly string[] {
  const told = signOut?.told;
  const hangs = signOut !== undefined && told === undefined && signOut.waitedMs > PATIENCE_MS;
  return [
    hangs && `Asked to sign out ${String(Math.floor(signOut.waitedMs / 1_000))} s ago, it has told nothing.`,
    told !== undefined && isSignedIn && 'The sign-out is over, and it says that somebody is signed in.',
    told === 'ended' && liveTokens > 0 && `It told of success: the user pool accepts ${tokens(liveTokens)}.`,
    !isSignedIn &&
      storedTokens > 0 &&
      (signOut === undefined || told !== undefined || hangs) &&
      `It says that nobody is signed in: the storage holds ${tokens(storedTokens)}.`,
    hangs && isSignedIn && storedTokens > 0 && `The storage holds ${tokens(storedTokens)}.`,
    signOut === undefined &&
      isSignedIn &&
      liveTokens === 0 &&
      'It says that somebody is signed in: the user pool accepts no token of it any more.',
  ].filter((words) => words !== false);
}

function confirmation({ isSignedIn, signOut }: Claim, { liveTokens }: Facts): string {
  if (signOut !== undefined && signOut.told === undefined) return 'The sign-out is under way.';
  if (signOut?.told === 'open' && liveTokens > 0)
    return `It said that tokens may live: the user pool accepts ${tokens(liveTokens)}.`;
  if (signOut?.told === 'open') return 'It said that tokens may live: the user pool has ended them.';
  if (signOut?.told === 'ended') return 'No token lives, and none is stored.';
  if (isSignedIn) return `The user pool accepts ${tokens(liveTokens)}.`;
  return liveTokens === 0
    ? 'Nobody is signed in, and no token is stored.'
    : `Nobody is signed in, and no token is stored: the user pool accepts ${tokens(liveTokens)} that never came.`;
}

/** Holds what a client says against what is so. */
export function judge(claim: Claim, facts: Facts): Verdict {
  const found = contradictions(claim, facts);
  return found.length > 0
    ? { isTrue: false, words: found }
    : { isTrue: true, words: [confirmation(claim, facts)] };
}
