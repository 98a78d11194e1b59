// What a user of the library needs beside it.
@_exported import Codec
@_exported import Container
@_exported import ModelPack
@_exported import NeuralInference
@_exported import PictureFiles
