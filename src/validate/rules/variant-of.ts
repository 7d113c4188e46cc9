import type { Rule } from '../rule.ts'

interface Variant {
  readonly index: number
  readonly id: string
  readonly source: string
  readonly target: string
}

/** A family is wider than each of its instances. Where versions of an object say both, it is not asked what it is. */
export const VARIANT_OF: Rule = {
  code: 'variant-of',
  severity: 'error',
  lenient: 'warning',
  clause: '4.11.2',
  about: 'A malware family (is_family) is no variant of a malware instance.',
  advice: 'Swap source_ref and target_ref, or use another relationship.',
  open(speak) {
    const families = new Map<string, boolean | undefined>()
    const variants: Variant[] = []
    return {
      object({ type, id, is_family: isFamily, relationship_type: name, source_ref: source, target_ref: target }, index) {
        if (type === 'malware' && typeof isFamily === 'boolean')
          families.set(id, families.has(id) && families.get(id) !== isFamily ? undefined : isFamily)
        else if (type === 'relationship' && name === 'variant-of' && typeof source === 'string' && typeof target === 'string')
          variants.push({ index, id, source, target })
      },
      end() {
        for (const { index, id, source, target } of variants)
          if (families.get(source) === true && families.get(target) === false)
            speak(
              index,
              id,
              '/relationship_type',
              'variant-of leads from a malware family to an instance: only an instance, or a family, is a variant of a family',
            )
      },
    }
  },
}
