import { HttpClient, provideHttpClient, withFetch, withInterceptors } from '@angular/common/http';
import type { HttpInterceptorFn } from '@angular/common/http';
import { Component, inject, provideZonelessChangeDetection, signal } from '@angular/core';
import type { ApplicationRef, EnvironmentProviders } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import type { BootstrapContext } from '@angular/platform-browser';
import { provideRouter, RouterOutlet } from '@angular/router';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AuthError } from 'rx-cognito';
import { provideCognitoAuth } from 'rx-cognito/angular';

/** A server with data to load, on 127.0.0.1. */
export interface DataServer {
  readonly origin: string;
  /** The paths that were asked for, and what with. */
  readonly asked: { readonly path: string; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

/** Starts a server that says of every path that it is there. */
export async function startDataServer(): Promise<DataServer> {
  const asked: { path: string; authorization: string | undefined }[] = [];
  const server = createServer(({ url = '/', headers }, response) => {
    asked.push({ path: url, authorization: headers.authorization });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(`data of ${url}`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

const told = (error: unknown): string => (error instanceof AuthError ? error.code : String(error));

/** What is rendered: a page that loads data through an interceptor. */
export interface DataPage {
  readonly urls: readonly string[];
  readonly interceptor: HttpInterceptorFn;
  /** What renders it: of `@angular/platform-server`, or of `@angular/ssr`. */
  readonly serverRendering: EnvironmentProviders;
  readonly withAuth?: boolean;
}

/** Makes the bootstrap function of a page that loads data while it is rendered, and shows what became of it. */
export function bootstrapDataPage({
  urls,
  interceptor,
  serverRendering,
  withAuth = true,
}: DataPage): (context: BootstrapContext) => Promise<ApplicationRef> {
  const Page = Component({ template: '@for (line of lines(); track line) {<p>{{ line }}</p>}' })(
    class {
      readonly lines = signal<readonly string[]>([]);
      constructor() {
        const http = inject(HttpClient);
        const add = (line: string) => {
          this.lines.update((lines) => [...lines, line]);
        };
        for (const url of urls) {
          http.get<string>(url).subscribe({
            next: (data) => {
              add(data);
            },
            error: (error: unknown) => {
              add(`${url}: ${told(error)}`);
            },
          });
        }
      }
    },
  );
  const App = Component({
    selector: 'app-root',
    imports: [RouterOutlet],
    template: '{{ title }}<router-outlet />',
  })(
    class {
      readonly title = 'The data';
    },
  );
  const auth = provideCognitoAuth({
    userPoolId: 'eu-west-1_a1B2c3D4e',
    userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
  });
  const providers = [
    provideZonelessChangeDetection(),
    serverRendering,
    provideRouter([{ path: '**', component: Page }]),
    provideHttpClient(withFetch(), withInterceptors([interceptor])),
    ...(withAuth ? [auth] : []),
  ];
  return (context) => bootstrapApplication(App, { providers }, context);
}
