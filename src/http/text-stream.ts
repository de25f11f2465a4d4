/** Text as it comes about, for a body of any length: the next part is made when it can be sent. */
export function toByteStream(text: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await text.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    // Nobody reads on: the query behind it ends too.
    async cancel() {
      await text.return(undefined)
    },
  })
}
