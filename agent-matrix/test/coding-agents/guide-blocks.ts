import { readFileSync } from 'node:fs';

/** The blocks of a guide, which tests use as they are. */
export interface GuideBlocks {
  /**
   * Finds the one block in this language that has this text.
   *
   * @throws {Error} the guide has no such block, or several
   */
  find(language: string, text: string): string;
}

export function readGuide(name: string): GuideBlocks {
  const page = readFileSync(new URL(`../../../docs/guides/${name}`, import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/^( *)```(\w+)\n(.*?)^ *```$/gms)].map(([, indent = '', language, code = '']) => ({
    language,
    // a block in a list is indented
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
  return {
    find(language, text) {
      const found = blocks.filter((block) => block.language === language && block.code.includes(text));
      const [only] = found;
      if (only === undefined || found.length > 1)
        throw new Error(
          `${name} must have one block of ${language} with ${JSON.stringify(text)}, got ${found.length}.`,
        );
      return only.code;
    },
  };
}
