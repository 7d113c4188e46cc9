import { readdirSync } from 'node:fs'
import { defineConfig, type OxlintOverride } from 'oxlint'

/** Who may import whom: a folder of src/ -> the folders (or single files) it may use beside itself. A new folder needs a row. */
const LAYERS: Record<string, readonly string[]> = {
  stix: [],
  misp: ['stix'],
  mapping: ['stix', 'misp/types'],
  indicator: ['mapping', 'stix', 'misp/types'],
  convert: ['mapping', 'stix', 'misp', 'indicator'],
  validate: ['stix', 'misp'],
  document: ['stix/types', 'misp/types', 'mapping/table', 'convert/diagnostic', 'validate/pointer'],
  log: [],
  config: [],
  cli: ['stix', 'misp', 'mapping', 'indicator', 'convert', 'validate', 'document', 'log', 'config'],
}

/** No file, network, clock, chance, environment or logger in here: what depends on those is passed in. */
const PURE = ['stix', 'misp', 'mapping', 'indicator', 'convert', 'validate/rules', 'validate/misp-rules']

const IO_PACKAGES = ['axios', 'commander', 'fastify', 'pg', 'undici', 'winston']

for (const entry of readdirSync(new URL('src', import.meta.url), { withFileTypes: true })) {
  if (entry.isDirectory() && !(entry.name in LAYERS)) throw new Error(`src/${entry.name} has no row in LAYERS (oxlint.config.ts)`)
}

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'node', 'promise'],
  jsPlugins: ['./tools/lint/no-clock.ts'],
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['dist', 'build', 'coverage', 'node_modules', '.venv', 'fixtures'],
  rules: {
    eqeqeq: 'error',
    'func-style': ['error', 'declaration', { allowArrowFunctions: true }],
    'import/no-cycle': ['error', { ignoreTypes: true }],
    'import/no-default-export': 'error',
    'no-console': 'error',
    // What may stand in a value, a pattern or a URI is a matter of control characters here
    'no-control-regex': 'off',
    'no-var': 'error',
    'object-shorthand': 'error',
    'prefer-const': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': [
      'error',
      { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['describe', 'it', 'suite', 'test'] }] },
    ],
    'typescript/no-namespace': 'error',
    'typescript/no-non-null-assertion': 'error',
    // JSON is narrowed by our own checks, which the rule cannot see
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/switch-exhaustiveness-check': 'error',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
    // Sorting and reversing a list that was just made is no mutation of anyone's data
    'unicorn/no-array-reverse': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/prefer-node-protocol': 'error',
  },
  overrides: [
    imports('src/*.ts', { allowed: Object.keys(LAYERS).filter((folder) => folder !== 'cli') }),
    ...Object.entries(LAYERS).map(([folder, allowed]) =>
      imports(`src/${folder}/**`, { allowed: [folder, ...allowed], pure: PURE.includes(folder) }),
    ),
    ...['rules', 'misp-rules'].map((rules) =>
      imports(`src/validate/${rules}/**`, { allowed: ['validate', ...(LAYERS['validate'] ?? [])], pure: true }),
    ),
    {
      files: PURE.map((folder) => `src/${folder}/**`),
      rules: {
        'no-restricted-globals': [
          'error',
          'process',
          'fetch',
          'performance',
          'crypto',
          'setTimeout',
          'setInterval',
          'setImmediate',
        ],
        'no-restricted-properties': [
          'error',
          { object: 'Date', property: 'now', message: 'Pure code has no clock: take the time as an argument.' },
          { object: 'Math', property: 'random', message: 'Pure code has no chance: derive ids and choices from the input.' },
        ],
        'tipbridge/no-clock': 'error',
      },
    },
    { files: ['src/cli/**', 'bin/**', 'tools/**', 'bench/**'], rules: { 'no-console': 'off' } },
    // An index that was held against the length before it is used: the rule of the byte loops
    { files: ['src/document/**', 'test/**', 'tools/**', 'bench/**'], rules: { 'typescript/no-non-null-assertion': 'off' } },
    { files: ['*.config.ts', 'tools/lint/**'], rules: { 'import/no-default-export': 'off' } },
  ],
})

/** The files of one folder may use only `allowed` of what lies in src/, and if they are pure, no I/O. */
function imports(files: string, { allowed, pure = false }: { allowed: readonly string[]; pure?: boolean }): OxlintOverride {
  const closed = Object.keys(LAYERS).filter((folder) => !allowed.includes(folder))
  const message = `May import only ${allowed.join(', ')} (LAYERS in oxlint.config.ts).`
  const up = files === 'src/*.ts' ? './' : '../**/'
  const patterns = [
    ...closed.map((folder) => ({ group: [`${up}${folder}/**`, ...exceptions(folder, allowed)], message })),
    { group: ['../**/test/**', '../**/tools/**', '../**/bench/**'], message: 'src/ stands on its own.' },
  ]
  if (!pure) return { files: [files], rules: { 'no-restricted-imports': ['error', { patterns }] } }

  patterns.push({ group: ['node:*', '!node:buffer', '!node:crypto', '!node:zlib'], message: 'Pure code has no node: modules.' })
  const paths = [
    { name: 'node:buffer', allowImportNames: ['isUtf8'], message: 'Pure code may look at bytes, and no more.' },
    { name: 'node:crypto', allowImportNames: ['createHash', 'hash'], message: 'Pure code may hash, and no more.' },
    {
      name: 'node:zlib',
      allowImportNames: ['constants', 'crc32', 'deflateRawSync', 'gunzipSync'],
      message: 'Pure code may pack bytes, and no more.',
    },
    ...IO_PACKAGES.map((name) => ({ name, message: 'Pure code does no I/O.' })),
  ]
  return { files: [files], rules: { 'no-restricted-imports': ['error', { paths, patterns }] } }
}

/** `misp/types` in `allowed` opens that one file of a closed folder. */
function exceptions(folder: string, allowed: readonly string[]): string[] {
  return allowed.filter((path) => path.startsWith(`${folder}/`)).map((path) => `!../**/${path}.ts`)
}
