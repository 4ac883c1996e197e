/** What a canary expects, as `line:rule`, from its comments `// fires <rule>`. */
export function expectedFindings(text: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const rule = /\/\/ fires (\w+)/.exec(line)?.[1];
    return rule === undefined ? [] : [`${index + 1}:${rule}`];
  });
}

/** What Biome's concise report names, as `line:rule`; what is not an error does not count. */
export function readFindings(report: string): readonly string[] {
  return report.split('\n').flatMap((line) => {
    const found = /^× .*:(\d+):\d+: lint\/\w+\/(\w+):/.exec(line);
    return found === null ? [] : [`${found[1]}:${found[2]}`];
  });
}
