import type { MispRecord } from '../misp/types.ts'
import type { EventConversion } from './event-to-bundle.ts'
import type { BundleScope } from './scope.ts'

/** Opens an event under `--max-tlp`: what is above the ceiling is gone before conversion. Without a ceiling nothing waits. */
export function openWithholding(scope: BundleScope, facts: MispRecord, open: (facts: MispRecord) => EventConversion): EventConversion {
  if (scope.options.maxTlp === undefined) return open(facts)
  throw new Error('not there yet')
}
