import type { SchedulerLike } from 'rxjs';
import type { transition } from '../model/transition';
import type { CognitoApi } from './cognito-api';

/**
 * What listens in on an `Auth`: `withLogging()` makes it. It is handed everything, tokens and passwords included, and is what keeps them
 * to itself: write none of your own.
 */
export interface AuthLogger {
  /** Returns the same judgement of inputs, listened in on. */
  watchInputs(judge: typeof transition, scheduler: SchedulerLike): typeof transition;
  /** Returns the same user pool API, listened in on. */
  watchRequests(api: CognitoApi, scheduler: SchedulerLike): CognitoApi;
}
