import { asyncScheduler } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { imported$ } from '../ports/imported';
import { loadedInTime } from '../ports/time-limit';

/** Loads a chunk at each subscription, in its time; the platform keeps what it has, and what could not be loaded is not remembered. */
export const loadedChunk$ = <Chunk>(
  load: () => Promise<Chunk>,
  scheduler: SchedulerLike = asyncScheduler,
): Observable<Chunk> => imported$(load).pipe(loadedInTime(scheduler));
