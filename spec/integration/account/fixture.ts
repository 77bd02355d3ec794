import { firstValueFrom, toArray } from 'rxjs';
import type { Observable } from 'rxjs';

/** Everything that an operation emits before it completes. */
export const valuesOf = <T>(operation$: Observable<T>): Promise<T[]> =>
  firstValueFrom(operation$.pipe(toArray()));
