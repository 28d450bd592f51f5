/**
 * Kubernetes gives every container the addresses of the namespace's services as variables. Those of
 * a service called `lectern` look like our settings, `LECTERN_PORT=tcp://10.43.0.9:8420` even has
 * the name of one. https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */

type Variables = Readonly<Record<string, string | undefined>>;

const ADDRESS = /^(tcp|udp|sctp):\/\/.+:\d+$/;
const PORT_ADDRESS = /^(LECTERN(?:_[A-Z\d]+)*?)_PORT_\d+_(?:TCP|UDP|SCTP)$/;

/** `env` without what Kubernetes has injected for a service called `lectern` or `lectern-…`. */
export function withoutInjected(env: Variables): Variables {
  const services = new Set(
    Object.entries(env).flatMap(([name, value]) => (ADDRESS.test(value ?? '') && PORT_ADDRESS.exec(name)?.[1]) || []),
  );
  if (services.size === 0) return env;
  const isInjected = ([name, value = '']: [string, string | undefined]): boolean =>
    [...services].some((service) => name.startsWith(`${service}_`) && isOf(name.slice(service.length + 1), value));
  return Object.fromEntries(Object.entries(env).filter((variable) => !isInjected(variable)));
}

/** A `PORT` that is no address was set by the admin, and takes the place of the injected one. */
const isOf = (name: string, value: string): boolean =>
  (name === 'PORT' && ADDRESS.test(value)) ||
  /^SERVICE_(HOST|PORT(_[A-Z\d_]+)?)$/.test(name) ||
  /^PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/.test(name);
