/** A piece of a page, as TypeDoc parses Markdown: text, code, or the target of a relative link. */
export interface PagePart {
  readonly kind: string;
  readonly text: string;
  /** Of a relative link: the number under which TypeDoc knows the file. */
  readonly target?: number;
  readonly targetAnchor?: string | undefined;
}

/** Where the files of the repository are, on the web and in the site. */
export interface SiteFiles {
  /** The repository, as `https://…`, without a slash at its end. */
  readonly repository: string;
  /** The folder of each published package, by its npm name. */
  readonly packages: Readonly<Record<string, string>>;
  /** The number of a file that has a page in the site, or null. */
  readonly pageOf: (path: string) => number | null;
  /** The path of a file in the repository, by its number. */
  readonly pathOf: (target: number) => string;
}

const picture = /\.(?:png|svg|jpe?g|gif)$/;
const npmPage = 'https://www.npmjs.com/package/';

/** Points the links of a page at the site where it has the file, and at the repository on the web where it has not. */
export function linkWithinSite(parts: readonly PagePart[], files: SiteFiles): readonly PagePart[] {
  return parts.flatMap((part) => {
    if (part.kind === 'text') return withinText(part.text, files);
    return part.kind === 'relative-link' && part.target !== undefined
      ? [relativeLink(part, part.target, files)]
      : [part];
  });
}

/** A source file opens in a browser on the web only, so a link to one leads there. */
function relativeLink(part: PagePart, target: number, files: SiteFiles): PagePart {
  const path = files.pathOf(target);
  if (picture.test(path) || files.pageOf(path) !== null) return part;
  const anchor = part.targetAnchor === undefined ? '' : `#${part.targetAnchor}`;
  return { kind: 'text', text: `${files.repository}/blob/main/${path}${anchor}` };
}

/** The READMEs of packages have addresses on the web, since npm shows them too. */
function withinText(text: string, files: SiteFiles): readonly PagePart[] {
  const parts: PagePart[] = [];
  let from = 0;
  for (const { 0: address, index } of text.matchAll(/https:\/\/[^\s)>"]+/g)) {
    const { path, anchor } = fileAt(address, files);
    const target = path === null ? null : files.pageOf(path);
    if (target === null) continue;
    parts.push({ kind: 'text', text: text.slice(from, index) });
    parts.push({ kind: 'relative-link', text: address, target, targetAnchor: anchor });
    from = index + address.length;
  }
  return [...parts, { kind: 'text', text: text.slice(from) }];
}

function fileAt(address: string, { repository, packages }: SiteFiles): { path: string | null; anchor?: string } {
  const [page = '', anchor] = address.split('#');
  const path = page.startsWith(npmPage)
    ? packages[page.slice(npmPage.length)]
    : /^\/(?:blob|tree)\/main\/(.+)$/.exec(page.startsWith(repository) ? page.slice(repository.length) : '')?.[1];
  return { path: path ?? null, ...(anchor === undefined ? {} : { anchor }) };
}
