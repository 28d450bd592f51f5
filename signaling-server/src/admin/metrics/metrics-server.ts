/**
 * The second port, for Prometheus. It is not for the public: what it says about the service is for
 * its admin, and it has no limits.
 */
import { createServer, type Server } from 'node:http';
import type { Figures } from './figures.ts';

export class MetricsServer {
  readonly #http: Server;

  constructor({ metrics }: Pick<Figures, 'metrics'>) {
    this.#http = createServer((request, response) => {
      if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
        response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found. Metrics are at /metrics.\n');
        return;
      }
      response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
      response.end(metrics.map((metric) => metric.text()).join(''));
    });
  }

  get port(): number {
    const address = this.#http.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Rejects when the port is taken. Port 0 takes any free one. */
  async listen(place: { readonly host: string; readonly port: number }): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(place, () => {
        this.#http.off('error', reject);
        resolve();
      });
    });
  }

  close(): void {
    this.#http.close();
    this.#http.closeAllConnections();
  }
}
