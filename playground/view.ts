import type { AuthState } from 'rx-cognito';
import type { SentCode } from 'rx-cognito/emulator';
import type { ConditionId } from './conditions';
import type { Lane } from './lane';
import type { LaneFacts, LaneId } from './lanes';
import type { SeenRequest } from './network';
import type { PlaygroundPool } from './pool';
import type { Sessions } from './sessions';
import { judge } from './verdict';
import type { Claim, Verdict } from './verdict';
import { shownValue, tokensIn } from './watched-storage';

/** A line of what the clients of ours told. */
export interface StoryLine {
  readonly id: number;
  readonly at: number;
  readonly lane: LaneId;
  readonly kind: 'state' | 'event' | 'error';
  readonly words: string;
}

/** A lane, as it is shown. */
export interface LaneView {
  readonly id: LaneId;
  readonly facts: LaneFacts;
  readonly isSignedIn: boolean;
  readonly says: string;
  readonly signOut?: {
    readonly words: string;
    readonly waitedMs: number;
    readonly steps: readonly (readonly [string, string])[];
    readonly canRetry: boolean;
  };
  readonly failure: string | undefined;
  readonly liveTokens: number;
  readonly storedTokens: number;
  readonly verdict: Verdict;
}

/** A sign-in, as the pool knows it. */
export interface FamilyView {
  readonly origin: string;
  readonly username: string;
  readonly liveTokens: number;
  readonly endedBy: string;
}

/** Everything that is shown, at one moment. */
export interface View {
  readonly condition: ConditionId;
  readonly isPlaying: boolean;
  readonly state: AuthState;
  readonly lanes: readonly LaneView[];
  readonly stored: readonly { readonly origin: string; readonly key: string; readonly value: string }[];
  readonly families: readonly FamilyView[];
  readonly requests: readonly SeenRequest[];
  readonly story: readonly StoryLine[];
  readonly messages: readonly SentCode[];
  readonly person: Person;
}

/** Who sits before the forms, and what is on their phone. */
export interface Person {
  readonly username: string;
  readonly password: string;
  /** What the authenticator app shows. */
  readonly totp?: string;
  /** Waits for the code of a sign-up. */
  readonly isUnconfirmed: boolean;
  /** An authenticator app is being set up. */
  readonly isSettingUp: boolean;
  readonly failure?: string;
}

const MAX_SHOWN = 8;

/** Shows a lane, and holds what it says against the pool and the storage. */
export function laneView(sessions: Sessions, lane: Lane): LaneView {
  const { id, facts, says, signOutAsked: asked, failure } = lane;
  const waitedMs = asked === undefined ? 0 : (asked.endedAt ?? Date.now()) - asked.askedAt;
  const told = asked?.endedAt === undefined ? undefined : (asked.report?.told ?? 'open');
  const claim: Claim = {
    isSignedIn: says.isSignedIn,
    ...(asked && { signOut: { waitedMs, ...(told && { told }) } }),
  };
  const found = { liveTokens: sessions.liveTokensOf(id), storedTokens: tokensIn(lane.storage).length };
  return {
    id,
    facts,
    isSignedIn: says.isSignedIn,
    says: says.words,
    failure,
    ...found,
    verdict: judge(claim, found),
    ...(asked && {
      signOut: {
        waitedMs,
        words: asked.report?.words ?? asked.failure ?? 'nothing yet',
        steps: Object.entries(asked.report?.steps ?? {}).filter(([, outcome]) => outcome !== 'notNeeded'),
        canRetry: asked.report?.retry !== undefined,
      },
    }),
  };
}

/** Lists the sign-ins that the pool knows, the newest first. */
export function familyViews(
  pool: PlaygroundPool,
  originOf: (clientId: string) => string,
): readonly FamilyView[] {
  return pool
    .tokenFamilies()
    .map(({ clientId, username, liveTokens, endedBy }) => ({
      origin: originOf(clientId),
      username,
      liveTokens: liveTokens.length,
      endedBy: endedBy ?? (liveTokens.length > 0 ? '' : 'expired'),
    }))
    .reverse()
    .slice(0, MAX_SHOWN);
}

/** Lists what the storages of some lanes hold, each storage once. */
export function storedViews(lanes: readonly Lane[]): View['stored'] {
  const storages = new Map(lanes.map(({ facts, storage }) => [facts.origin, storage]));
  return [...storages].flatMap(([origin, { entries }]) =>
    [...entries].map(([key, value]) => ({ origin, key, value: shownValue(value) })),
  );
}
