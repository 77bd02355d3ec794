import { map, merge, Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth, AuthEvent } from 'rx-cognito';
import { stateWords } from './clients/rx-cognito';
import type { LaneId } from './lanes';
import type { StoryLine } from './view';
import { shownFailure } from './words';

const KEPT = 120;

/** What the clients of ours told, oldest first. */
export interface Story {
  readonly lines: readonly StoryLine[];
  readonly changes$: Observable<void>;
  /** Writes down every state, event and error of an `Auth` until it is destroyed. */
  follow(lane: LaneId, auth: Auth): void;
}

function eventWords(event: AuthEvent): string {
  switch (event.type) {
    case 'signedOut':
      return [event.type, event.reason, event.result?.outcome].filter(Boolean).join(', ');
    case 'tokenRefreshFailed':
      return `${event.type}, ${event.error.code}`;
    case 'signedIn':
    case 'sessionRestored':
    case 'userChanged':
      return `${event.type}, ${event.user.username}`;
    case 'tokensRefreshed':
    case 'deviceConfirmed':
    case 'lateTokensRevoked':
      return event.type;
  }
}

/** Begins it. */
export function createStory(): Story {
  const changed$ = new Subject<void>();
  let lines: readonly StoryLine[] = [];
  let count = 0;
  return {
    get lines() {
      return lines;
    },
    changes$: changed$.asObservable(),
    follow(lane, auth) {
      merge(
        auth.state$.pipe(map((state) => ['state', stateWords(state)] as const)),
        auth.events$.pipe(map((event) => ['event', eventWords(event)] as const)),
        auth.errors$.pipe(map((error) => ['error', shownFailure(error)] as const)),
      ).subscribe(([kind, words]) => {
        count += 1;
        lines = [...lines, { id: count, at: Date.now(), lane, kind, words }].slice(-KEPT);
        changed$.next();
      });
    },
  };
}
