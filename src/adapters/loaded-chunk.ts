import { catchError, defer, from, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { notLoadedError } from '../model/errors';

/** Loads a chunk at each subscription; the platform keeps what it has, and what could not be loaded is not remembered. */
export const loadedChunk$ = <Chunk>(load: () => Promise<Chunk>): Observable<Chunk> =>
  defer(() => from(load())).pipe(catchError((thrown: unknown) => throwError(() => notLoadedError(thrown))));
