import { switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { loaded$, operation$, readBy } from '../operation';
import { allPages$ } from '../pages';

/** A device of a user, as the user pool tracks it. Names and fields as in amplify-js 6. */
export interface AuthDevice {
  /** Its key, which `forgetDevice$` takes. */
  readonly id: string;
  readonly name?: string;
  /** `device_status`, `last_ip_used` and whatever else the pool knows. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly createDate?: Date;
  readonly lastModifiedDate?: Date;
  readonly lastAuthenticatedDate?: Date;
}

const PAGE_SIZE = 60;

interface Attribute {
  readonly Name: string | undefined;
  readonly Value?: string | undefined;
}

interface Device {
  readonly DeviceKey?: string | undefined;
  readonly DeviceAttributes?: readonly Attribute[] | undefined;
  readonly DeviceCreateDate?: Date | undefined;
  readonly DeviceLastModifiedDate?: Date | undefined;
  readonly DeviceLastAuthenticatedDate?: Date | undefined;
}

/** What has no key is none that anything could be done with. */
function devicesOf(device: Device): readonly AuthDevice[] {
  const {
    DeviceKey: id,
    DeviceAttributes = [],
    DeviceCreateDate: createDate,
    DeviceLastModifiedDate: lastModifiedDate,
    DeviceLastAuthenticatedDate: lastAuthenticatedDate,
  } = device;
  if (!id) return [];
  const attributes = Object.fromEntries(
    DeviceAttributes.flatMap(({ Name, Value }) => (Name && Value ? [[Name, Value] as const] : [])),
  );
  const name = attributes['device_name'];
  const known = Object.freeze({
    id,
    ...(name === undefined ? {} : { name }),
    attributes: Object.freeze(attributes),
    ...(createDate === undefined ? {} : { createDate }),
    ...(lastModifiedDate === undefined ? {} : { lastModifiedDate }),
    ...(lastAuthenticatedDate === undefined ? {} : { lastAuthenticatedDate }),
  });
  return [known];
}

/**
 * Fetches the devices of the user who is signed in, in a pool that tracks them.
 *
 * Cold; each subscription asks, page by page. Emits one list of all of them and completes. Errors as `send$` does:
 * `InvalidUserPoolConfigurationException` where the pool tracks none.
 * Unsubscribing aborts the request.
 */
export function fetchDevices$(auth: Auth): Observable<readonly AuthDevice[]> {
  return operation$(() =>
    loaded$(() => import('../commands/device-commands')).pipe(
      switchMap(({ listDevices }) =>
        allPages$((PaginationToken) =>
          auth
            .send$((AccessToken) =>
              listDevices({
                AccessToken,
                Limit: PAGE_SIZE,
                ...(PaginationToken === undefined ? {} : { PaginationToken }),
              }),
            )
            .pipe(
              readBy(({ Devices = [], PaginationToken: next }) => ({
                items: Devices.flatMap(devicesOf),
                next,
              })),
            ),
        ),
      ),
    ),
  );
}
