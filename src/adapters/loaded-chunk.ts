import { asyncScheduler, defer, from } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { loadedInTime } from '../ports/time-limit';

/** Loads a chunk at each subscription, in its time; the platform keeps what it has, and what could not be loaded is not remembered. */
export const loadedChunk$ = <Chunk>(
  load: () => Promise<Chunk>,
  scheduler: SchedulerLike = asyncScheduler,
): Observable<Chunk> => defer(() => from(load())).pipe(loadedInTime(scheduler));
