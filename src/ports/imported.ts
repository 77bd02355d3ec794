import { catchError, defer } from 'rxjs';
import type { Observable, ObservableInput } from 'rxjs';

/** What a browser says of a module that it could not fetch. Chromium says so for the life of the page, and asks nobody again. */
const NOT_FETCHED = /imported module: (\S+)$/;

/** A bundler may put modules together in one file, each as an export of it: what they export is found by its name all the same. */
const wholeOf = (file: object): object =>
  Object.assign({}, ...(Object.values(file) as object[]), file) as object;

/**
 * Emits what comes by `import()`. Cold: each subscriber asks, and where the file does not come, once more under another fragment, by
 * which a browser takes it for a module that it has not asked for; to servers, caches and the files that it imports it is the same
 * one. Where one of those did not come, no asking helps before the page is loaded again.
 */
export const imported$ = <T>(import$: () => ObservableInput<T>): Observable<T> =>
  defer(import$).pipe(
    catchError((thrown: unknown) => {
      const url = NOT_FETCHED.exec(String(thrown))?.[1];
      if (url === undefined) throw thrown;
      const again = import(
        /* @vite-ignore */ /* webpackIgnore: true */ `${url}#${Date.now()}`
      ) as Promise<object>;
      return again.then(wholeOf) as Promise<T>;
    }),
  );
