/** Variables that Kubernetes injects are told from settings. */
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { withoutInjected } from './injected-variables.ts';

/** As Kubernetes 1.30 sets them for a service with one port. */
const injected = (service: string, port = '8420') => ({
  [`${service}_SERVICE_HOST`]: '10.43.0.9',
  [`${service}_SERVICE_PORT`]: port,
  [`${service}_SERVICE_PORT_HTTP`]: port,
  [`${service}_PORT`]: `tcp://10.43.0.9:${port}`,
  [`${service}_PORT_${port}_TCP`]: `tcp://10.43.0.9:${port}`,
  [`${service}_PORT_${port}_TCP_PROTO`]: 'tcp',
  [`${service}_PORT_${port}_TCP_PORT`]: port,
  [`${service}_PORT_${port}_TCP_ADDR`]: '10.43.0.9',
});

test.each(['LECTERN', 'LECTERN_SIGNALING', 'LECTERN_2'])('the variables of a service %s are ignored', (service) => {
  expect(readConfig(injected(service, '9000')).port).toBe(8420);
});

test('a port in the manifest takes the place of the injected one and counts', () => {
  expect(readConfig({ ...injected('LECTERN'), LECTERN_PORT: '8429' }).port).toBe(8429);
});

test('settings and the variables of other services stay', () => {
  const others = { LECTERN_HOST: '::', LECTERN_LOG_LEVEL: 'warn', REDIS_PORT: 'tcp://10.43.0.7:6379', HOME: '/' };
  expect(withoutInjected({ ...injected('LECTERN'), ...others })).toEqual(others);
});

test('outside Kubernetes the same names are unknown settings, and an address is no port', () => {
  expect(() => readConfig({ LECTERN_SERVICE_PORT: '8420' })).toThrow('LECTERN_SERVICE_PORT: there is no such setting');
  expect(() => readConfig({ LECTERN_PORT: 'tcp://10.43.0.9:8420' })).toThrow('LECTERN_PORT');
});
