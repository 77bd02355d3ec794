import { asyncScheduler, defer, of, tap } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { imported$ } from '../ports/imported';
import { loadedInTime } from '../ports/time-limit';

/** Loads a chunk when it is first needed, in its time, and emits it at once from then on; what could not be loaded is not remembered. */
export function loadedChunk$<Chunk extends object>(
  load: () => Promise<Chunk>,
  scheduler: SchedulerLike = asyncScheduler,
): Observable<Chunk> {
  let loaded: Chunk | undefined;
  return defer(() =>
    loaded
      ? of(loaded)
      : imported$(load).pipe(
          loadedInTime(scheduler),
          tap((chunk) => (loaded = chunk)),
        ),
  );
}
