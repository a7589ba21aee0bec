"""The course as pages that open from a folder, without Python, a server or a network."""
