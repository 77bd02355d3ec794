import { ENDPOINT_NAMES, type EndpointName } from '../oauth/endpoint-name';
import { isOperationName, type OperationName } from '../operations/table';

/** What a request may be for: an operation of the pool, or an endpoint of managed login, by its path. */
export type RequestName = OperationName | EndpointName;

/** Tells whether there is an operation or an endpoint of this name. */
export function isRequestName(name: string): name is RequestName {
  return isOperationName(name) || ENDPOINT_NAMES.some((endpoint) => endpoint === name);
}
