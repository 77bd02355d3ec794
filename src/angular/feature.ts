import type { EnvironmentProviders, Provider } from '@angular/core';

/** Is an addition to `provideCognitoAuth`, made by one of the functions `with…`. */
export interface CognitoAuthFeature {
  readonly providers: readonly (Provider | EnvironmentProviders)[];
}
