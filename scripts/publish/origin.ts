/** Where a repository lives, as far as its git remote tells: no credential, no port of ssh. */
export interface Origin {
  /** Such as "github.com"; with a port where a web address has one. */
  readonly host: string;
  /** The person, organization or path of groups that owns it. */
  readonly owner: string;
  readonly project: string;
}

/** Addresses that depend on the software behind a host. */
interface Forge {
  readonly hosts: RegExp;
  readonly file: string;
  readonly folder: string;
  readonly issues: string;
  /** What Java packages of its people begin with. */
  readonly javaPrefix?: string;
}

const FORGES: readonly Forge[] = [
  { hosts: /^github\./, file: "blob", folder: "tree", issues: "issues", javaPrefix: "io.github" },
  { hosts: /^gitlab\./, file: "-/blob", folder: "-/tree", issues: "-/issues", javaPrefix: "io.gitlab" },
  { hosts: /^bitbucket\.org$/, file: "src", folder: "src", issues: "issues", javaPrefix: "org.bitbucket" },
  { hosts: /^codeberg\.org$/, file: "src/tag", folder: "src/tag", issues: "issues", javaPrefix: "org.codeberg" },
];

/** @returns undefined for a folder of this machine and whatever else has no host */
export function parseRemote(remote: string): Origin | undefined {
  const short = /^(?:[^@/\s]+@)?([\w.-]{2,}):(?!\/\/)\/?(.+)$/.exec(remote);
  if (short) return originOf(short[1] ?? "", short[2] ?? "");
  const address = remote.replace(/^git\+/, "");
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, hostname, pathname } = new URL(address);
  const isWeb = protocol === "https:" || protocol === "http:";
  return isWeb || protocol === "ssh:" || protocol === "git:" ? originOf(isWeb ? host : hostname, pathname) : undefined;
}

function originOf(host: string, path: string): Origin | undefined {
  const parts = path
    .replace(/\/+$/, "")
    .replace(/\.git$/, "")
    .split("/")
    .filter(Boolean);
  const project = parts.pop();
  return host === "" || project === undefined || parts.length === 0
    ? undefined
    : { host: host.toLowerCase(), owner: parts.join("/"), project };
}

export function webAddress({ host, owner, project }: Origin): string {
  return `https://${host}/${owner}/${project}`;
}

/** @returns undefined where the host's addresses aren't known */
export function issuesAddress(origin: Origin): string | undefined {
  const forge = forgeOf(origin);
  return forge && `${webAddress(origin)}/${forge.issues}`;
}

/**
 * The address of a file at a tag.
 *
 * @param kind "raw" is the file's content, as a picture's address must be; the others are pages
 * @returns undefined where the host's addresses aren't known
 */
export function pathAddress(
  origin: Origin,
  tag: string,
  path: string,
  kind: "file" | "folder" | "raw",
): string | undefined {
  const forge = forgeOf(origin);
  if (!forge) return undefined;
  if (kind !== "raw") return `${webAddress(origin)}/${forge[kind]}/${tag}/${path}`;
  return origin.host === "github.com"
    ? `https://raw.githubusercontent.com/${origin.owner}/${origin.project}/${tag}/${path}`
    : `${webAddress(origin)}/${forge.file.replace(/blob|src/, "raw")}/${tag}/${path}`;
}

/** Where the `pulumi` command looks for the archives of a release; they are published at GitHub alone. */
export function downloadAddress({ host, owner, project }: Origin): string | undefined {
  return host === "github.com" ? `github://api.github.com/${owner}/${project}` : undefined;
}

/** The Java package under which the owner's packages stand, such as "io.github.example_org". */
export function javaPackage(origin: Origin): string {
  const prefix = forgeOf(origin)?.javaPrefix ?? origin.host.replace(/:\d+$/, "").split(".").reverse().join(".");
  return `${prefix}.${origin.owner.replaceAll("/", ".")}`
    .toLowerCase()
    .split(".")
    .map((part) => part.replace(/\W/g, "_").replace(/^(?=\d)/, "_"))
    .join(".");
}

function forgeOf({ host }: Origin): Forge | undefined {
  return FORGES.find(({ hosts }) => hosts.test(host));
}
