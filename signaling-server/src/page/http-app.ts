/** Everything that is answered over plain HTTP: health, version, and the watcher page. */
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Logger } from 'pino';
import { answerReadiness } from '../admin/readiness/readiness.ts';
import { answerHealth } from './health.ts';
import { setPageHeaders } from './page-headers.ts';
import { publicPath } from './public-path.ts';
import { answerDoctor } from './seen-request.ts';
import { answerSignIn } from './sign-in.ts';
import { answerVersion } from './version.ts';
import { servePage } from './watcher-page.ts';
import { answerWhip } from './whip/whip-routes.ts';

type HttpDeps = Parameters<typeof answerHealth>[0] &
  Parameters<typeof answerDoctor>[0] &
  Parameters<typeof answerReadiness>[0] &
  Parameters<typeof answerVersion>[0] &
  Parameters<typeof answerSignIn>[0] &
  Parameters<typeof answerWhip>[0] &
  Parameters<typeof servePage>[0] & {
    readonly config: Parameters<typeof setPageHeaders>[0];
    readonly log: Logger;
  };

export function createHttpApp(deps: HttpDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', false);
  app.use(setPageHeaders(deps.config));
  const path = publicPath(deps.config.publicUrl);
  // Relative addresses in the page need the slash.
  if (path !== '') app.get(path, (_request, response) => response.redirect(302, `${path}/`));
  app.get('/healthz', answerHealth(deps));
  app.use(answerDoctor(deps));
  app.get('/readyz', answerReadiness(deps));
  app.use(answerVersion(deps));
  app.use(answerSignIn(deps));
  app.use(answerWhip(deps));
  app.use(servePage(deps));
  app.use((_request, response) => void response.status(404).type('txt').send('Not found.\n'));
  const fail: ErrorRequestHandler = (error, _request, response, _next) => {
    if (error instanceof URIError) return void response.status(400).type('txt').send('Not an address.\n');
    deps.log.error({ err: error }, 'page failed');
    if (response.headersSent) return void response.destroy();
    return void response.status(500).type('txt').send('Something went wrong.\n');
  };
  app.use(fail);
  return app;
}
