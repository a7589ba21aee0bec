"""One journey of a value as bytes, as between the learner's process and the judge's."""

from carekit.sandbox.link.codec import Decoder, Encoder, pack, unpack


def crossed(value, **options):
    """Return a value after one journey as bytes."""
    enc = Encoder(**options)
    head, buffers = unpack(bytearray(pack({"v": enc.value(value)}, enc.buffers)))
    return Decoder(buffers).value(head["v"])
