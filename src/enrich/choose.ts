/** Asks the sources of a field in the order of the table until one gives a usable value. */
import { CHOICES } from './choices.ts'
import type { Finding, FindingField } from './page-reading.ts'

export interface Chosen<T> {
  value: T
  source: string
}

export interface Choose {
  /** All values of a source together. */
  first<T>(
    field: FindingField,
    accept: (values: string[], source: string) => T | null,
  ): Chosen<T> | null
  /** One value after the other. */
  firstEach<T>(field: FindingField, accept: (value: string) => T | null): Chosen<T> | null
}

export function createChoose(findings: readonly Finding[]): Choose {
  function first<T>(
    field: FindingField,
    accept: (values: string[], source: string) => T | null,
  ): Chosen<T> | null {
    const ofField = findings.filter((one) => one.field === field)
    for (const source of CHOICES[field]) {
      const values = ofField.filter((one) => one.source === source).map(({ value }) => value)
      const value = values.length === 0 ? null : accept(values, source)
      if (value !== null) return { value, source }
    }
    return null
  }

  function firstEach<T>(field: FindingField, accept: (value: string) => T | null) {
    return first(field, (values) => {
      for (const value of values) {
        const accepted = accept(value)
        if (accepted !== null) return accepted
      }
      return null
    })
  }

  return { first, firstEach }
}
