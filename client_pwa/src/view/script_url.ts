// The one policy by which a script's address is trusted: our own service worker and nothing else.
interface Policies {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): unknown };
}

const OWN: readonly string[] = ['/sw.js'];

/** The address as the page's policy wants it; a plain string where the browser has no Trusted Types. */
export function scriptUrl(url: string): string {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  if (!policies) return url;
  const policy = policies.createPolicy('app-url', {
    createScriptURL: (asked) => {
      if (!OWN.includes(asked)) throw new TypeError(`not a script of this app: ${asked}`);
      return asked;
    },
  });
  return policy.createScriptURL(url) as string;
}
