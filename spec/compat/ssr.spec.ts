import '@angular/compiler';
import { enableProdMode } from '@angular/core';
import type { EnvironmentProviders } from '@angular/core';
import { authInterceptor } from '../../src/angular';
import { bootstrapDataPage, startDataServer } from '../angular/data-page';
import type { DataServer } from '../angular/data-page';

/** What of `@angular/ssr` is needed, as the server bundle that the Angular CLI builds uses it. */
interface AngularSsr {
  readonly RenderMode: { readonly Server: number };
  provideServerRendering(...features: readonly object[]): EnvironmentProviders;
  withRoutes(routes: readonly { readonly path: string; readonly renderMode: number }[]): object;
  ɵsetAngularAppManifest(manifest: object): void;
  ɵsetAngularAppEngineManifest(manifest: object): void;
  readonly ɵgetOrCreateAngularServerApp: () => unknown;
  readonly ɵdestroyAngularServerApp: () => void;
  readonly AngularAppEngine: new () => { handle(request: Request): Promise<Response | null> };
}

// By a name in a variable: the package is among the dependencies of this folder only, and the type check runs without them.
const PACKAGE = '@angular/ssr';
const INDEX = '<!doctype html><html><head></head><body><app-root></app-root></body></html>';
const asset = () => ({ text: () => Promise.resolve(INDEX), hash: 'index', size: INDEX.length });

describe('authInterceptor under @angular/ssr', () => {
  let ssr: AngularSsr;
  let server: DataServer;

  beforeAll(async () => {
    enableProdMode();
    ssr = (await import(PACKAGE)) as AngularSsr;
    server = await startDataServer();
  });

  afterAll(async () => {
    ssr.ɵdestroyAngularServerApp();
    await server.close();
  });

  it('renders a page that loads data (#12)', async () => {
    const { RenderMode, provideServerRendering, withRoutes } = ssr;
    const bootstrap = bootstrapDataPage({
      urls: [`${server.origin}/news`, 'assets/en.json', 'https://api.example.com/orders'],
      interceptor: authInterceptor({
        allow: ['https://api.example.com', { origin: server.origin, paths: ['/api'] }],
      }),
      serverRendering: provideServerRendering(withRoutes([{ path: '**', renderMode: RenderMode.Server }])),
    });
    ssr.ɵsetAngularAppManifest({
      baseHref: '/',
      assets: { 'index.server.html': asset() },
      bootstrap: () => Promise.resolve(bootstrap),
    });
    ssr.ɵsetAngularAppEngineManifest({
      basePath: '/',
      allowedHosts: ['127.0.0.1'],
      supportedLocales: { 'en-US': '' },
      entryPoints: { '': () => Promise.resolve(ssr) },
    });

    const response = await new ssr.AngularAppEngine().handle(new Request(`${server.origin}/page`));
    const html = await response?.text();

    expect(response?.status).toBe(200);
    expect(html).toContain('data of /news');
    expect(html).toContain('data of /assets/en.json');
    expect(html).toContain('https://api.example.com/orders: RenderedOnServer');
    expect(server.asked.every(({ authorization }) => authorization === undefined)).toBe(true);
  });
});
