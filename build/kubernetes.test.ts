/**
 * Checks the Kubernetes manifests offline: each against its schema and, for fields that do not
 * exist, against its type; then how they refer to each other, to the image and to the service's
 * settings.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import { Service } from 'kubernetes-models/v1/Service';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { runProgram } from '../scripts/programs/run-program.ts';
import { readConfig } from '../signaling-server/src/admin/config.ts';
import { STOP_TIMEOUT_MS } from '../signaling-server/src/policy.ts';

const root = join(import.meta.dirname, '..');
const text = readFileSync(join(root, 'build/kubernetes/lectern.yaml'), 'utf8');
const documents = parseAllDocuments(text, { uniqueKeys: true, strict: true });

const models = { ConfigMap, PersistentVolumeClaim, Deployment, PodDisruptionBudget, Service, Ingress };
/** Where the types of the models are, for the compiler. */
const modules: Readonly<Record<keyof typeof models, string>> = {
  ConfigMap: 'v1',
  PersistentVolumeClaim: 'v1',
  Service: 'v1',
  Deployment: 'apps/v1',
  PodDisruptionBudget: 'policy/v1',
  Ingress: 'networking.k8s.io/v1',
};
const isKind = (kind: unknown): kind is keyof typeof models => typeof kind === 'string' && Object.hasOwn(models, kind);

/** The one manifest of a kind. */
function only<T>(is: (value: unknown) => value is T): T {
  const found = documents.map((document): unknown => document.toJS()).filter((value) => is(value));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} manifests of this kind`);
  return first;
}
const deployment = only(Deployment.is);
const service = only(Service.is);
const pod = deployment.spec?.template.spec;
const labels = deployment.spec?.template.metadata?.labels;
const container = pod?.containers[0];

test('every manifest fits its schema', () => {
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
  for (const document of documents) {
    const manifest = document.toJS() as { kind: unknown };
    if (!isKind(manifest.kind)) throw new Error(`no schema for ${String(manifest.kind)}`);
    const Model = models[manifest.kind];
    expect(() => new Model(document.toJS()).validate()).not.toThrow();
  }
});

test('no field is misspelt or in the wrong place', async () => {
  const folder = mkdtempSync(join(root, 'node_modules/.cache/manifests-'));
  try {
    const lines = documents.map((document, index) => {
      const manifest = document.toJS() as { kind: keyof typeof models };
      const type = `import('kubernetes-models/${modules[manifest.kind]}').I${manifest.kind}`;
      return `export const manifest${String(index)}: ${type} = ${JSON.stringify(manifest)};`;
    });
    const file = join(folder, 'manifests.ts');
    writeFileSync(file, lines.join('\n'));
    const options = ['--noEmit', '--skipLibCheck', '--strict', '--module', 'nodenext', '--ignoreConfig'];
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const result = await runProgram(process.execPath, [compiler, ...options, file], { output: 'keep' });
    expect(result.output).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the selectors find the pod, and each port and volume that is named exists', () => {
  expect(labels).toBeDefined();
  const budget = only(PodDisruptionBudget.is);
  expect(deployment.spec?.selector.matchLabels).toEqual(labels);
  expect(budget.spec?.selector?.matchLabels).toEqual(labels);
  expect(service.spec?.selector).toEqual(labels);
  const ports = container?.ports?.map(({ name }) => name) ?? [];
  for (const { targetPort } of service.spec?.ports ?? []) expect(ports).toContain(targetPort);
  for (const probe of [container?.livenessProbe, container?.readinessProbe]) {
    expect(ports).toContain(probe?.httpGet?.port);
  }
  const claims = pod?.volumes?.map(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName);
  expect(claims).toEqual([only(PersistentVolumeClaim.is).metadata?.name]);
});

test('only the port of the page is public', () => {
  const paths = only(Ingress.is).spec?.rules?.flatMap(({ http }) => http?.paths ?? []) ?? [];
  expect(paths.map(({ backend }) => [backend.service?.name, backend.service?.port?.name])).toEqual([
    [service.metadata?.name, 'http'],
  ]);
});

test('the settings are those of the service, and fit the image and the Ingress', () => {
  const image = readFileSync(join(root, 'build/Dockerfile'), 'utf8');
  const settings = only(ConfigMap.is).data ?? {};
  const config = readConfig({
    NODE_ENV: 'production',
    LECTERN_PRESENTING: 'keys',
    LECTERN_DATA_DIR: '/data',
    ...settings,
  });
  expect(image).toContain(`EXPOSE ${String(config.port)}`);
  expect(container?.ports?.find(({ name }) => name === 'http')?.containerPort).toBe(config.port);
  const port = config.metrics?.port;
  expect(container?.ports?.find(({ name }) => name === 'metrics')?.containerPort).toBe(port);
  expect(deployment.spec?.template.metadata?.annotations?.['prometheus.io/port']).toBe(String(port));
  expect(container?.volumeMounts?.map(({ mountPath }) => mountPath)).toEqual(['/data']);
  expect(image).toContain('VOLUME /data');
  const hosts = only(Ingress.is).spec?.rules?.map(({ host }) => host);
  expect(hosts).toEqual([new URL(config.publicUrl ?? '').host]);
  expect(image).toContain(
    `USER ${String(pod?.securityContext?.runAsUser)}:${String(pod?.securityContext?.runAsGroup)}`,
  );
});

test('the image has the version of the project', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(container?.image?.split(':').at(-1)).toBe(version);
});

test('the service has ended before its time to stop is over', () => {
  expect((pod?.terminationGracePeriodSeconds ?? 0) * 1000).toBeGreaterThan(STOP_TIMEOUT_MS);
});
