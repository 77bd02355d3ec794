import type { UpdateUserPoolClientCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import type { RawAnswer } from './raw-client';

/** What a value must be like to be carried over as it is. */
type Shape = 'text' | 'number' | 'flag' | 'texts' | Readonly<Record<string, 'text' | 'number' | 'flag'>>;

/** Every setting that an update takes, and resets where it is left out. */
const SETTINGS: Readonly<
  Record<keyof Omit<UpdateUserPoolClientCommandInput, 'UserPoolId' | 'ClientId'>, Shape>
> = {
  ClientName: 'text',
  RefreshTokenValidity: 'number',
  AccessTokenValidity: 'number',
  IdTokenValidity: 'number',
  TokenValidityUnits: { AccessToken: 'text', IdToken: 'text', RefreshToken: 'text' },
  ReadAttributes: 'texts',
  WriteAttributes: 'texts',
  ExplicitAuthFlows: 'texts',
  SupportedIdentityProviders: 'texts',
  CallbackURLs: 'texts',
  LogoutURLs: 'texts',
  DefaultRedirectURI: 'text',
  AllowedOAuthFlows: 'texts',
  AllowedOAuthScopes: 'texts',
  AllowedOAuthFlowsUserPoolClient: 'flag',
  AnalyticsConfiguration: {
    ApplicationId: 'text',
    ApplicationArn: 'text',
    RoleArn: 'text',
    ExternalId: 'text',
    UserDataShared: 'flag',
  },
  PreventUserExistenceErrors: 'text',
  EnableTokenRevocation: 'flag',
  EnablePropagateAdditionalUserContextData: 'flag',
  AuthSessionValidity: 'number',
  RefreshTokenRotation: { Feature: 'text', RetryGracePeriodSeconds: 'number' },
};

/** What is only told of a client, and no setting. */
const TOLD_ONLY = [
  'UserPoolId',
  'ClientId',
  'ClientSecret',
  'LastModifiedDate',
  'CreationDate',
  'ClientType',
];

const hasShape = (value: unknown, shape: Shape): boolean => {
  if (shape === 'text') return typeof value === 'string';
  if (shape === 'number') return typeof value === 'number';
  if (shape === 'flag') return typeof value === 'boolean';
  if (shape === 'texts') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return typeof value === 'object' && value !== null && !Array.isArray(value);
};

/** Names what would be lost if the client were updated: settings, or values of them, that are not known here. */
export function unknownSettings(client: RawAnswer): readonly string[] {
  return Object.entries(client)
    .filter(([name]) => !TOLD_ONLY.includes(name))
    .flatMap(([name, value]) => {
      const shape = Object.hasOwn(SETTINGS, name) ? SETTINGS[name as keyof typeof SETTINGS] : undefined;
      if (shape === undefined || !hasShape(value, shape)) return [name];
      return typeof shape === 'object' ? unknownMembers(name, value as RawAnswer, shape) : [];
    });
}

function unknownMembers(name: string, value: RawAnswer, shape: Exclude<Shape, string>): readonly string[] {
  return Object.entries(value)
    .filter(([member, of]) => !Object.hasOwn(shape, member) || !hasShape(of, shape[member] ?? 'text'))
    .map(([member]) => `${name}.${member}`);
}

/** The update that makes a client what it was described as; its secret and its dates are no part of that. */
export function updateTo(client: RawAnswer): UpdateUserPoolClientCommandInput {
  const settings = Object.entries(client).filter(([name]) => Object.hasOwn(SETTINGS, name));
  return {
    UserPoolId: String(client['UserPoolId']),
    ClientId: String(client['ClientId']),
    ...Object.fromEntries(settings),
    // Whether it is left out or false is the same to read, and maybe not to write.
    EnableTokenRevocation: client['EnableTokenRevocation'] === true,
  };
}

/** Names the settings in which two descriptions differ; the order of a list makes no difference. */
export function differences(one: RawAnswer, other: RawAnswer): readonly string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names]
    .filter((name) => !TOLD_ONLY.includes(name))
    .filter((name) => canonical(one[name]) !== canonical(other[name]));
}

const NOTHING = '[]';

// What is empty, off or missing is the same setting, also inside another.
function canonical(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify(value.map((item) => canonical(item)).sort());
  if (value === undefined || value === null || value === false) return NOTHING;
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value)
    .map(([name, of]) => [name, canonical(of)] as const)
    .filter(([, of]) => of !== NOTHING)
    .map(([name, of]) => `${name}:${of}`);
  return JSON.stringify(members.sort());
}
