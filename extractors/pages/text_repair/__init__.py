"""Text layers that lie: PDF files whose fonts say of some glyphs what they do not show.

A glyph of two letters (`ti`, `tt`, `ffi`) is where programs fail: the map from glyphs to characters gives it one
letter (`EducaOon`), a space, nothing, a number, or a character that no plan prints. The picture is sound. Here each
such glyph is given a character of its own, the file is read so, and what the glyph stands for is told by the font's own
program where it says, else by the words of the whole document that it makes.

In: the PDF's path. Out: pages whose words are put right (`Page.mended`), or hold a character that is in doubt.
Public: `scan.has_unsound_maps`, `source.open_repaired`.
"""
