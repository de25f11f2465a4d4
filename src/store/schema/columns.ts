/** Kinds of columns that many tables have. */
import type { ColumnType } from 'kysely'

/** JSON columns are written as text, because `pg` would make a PostgreSQL array of a list. */
export type Json<T> = ColumnType<T, string, string>
export type JsonDefault<T> = ColumnType<T, string | undefined, string>
export type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>
export type Time = ColumnType<Date, Date | undefined, Date>
export type NullableTime = ColumnType<Date | null, Date | null | undefined, Date | null>
export type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>
export type Default<T> = ColumnType<T, T | undefined, T>
